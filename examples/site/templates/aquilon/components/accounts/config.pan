# Local accounts.
unique template components/accounts/config;

include 'components/accounts/schema';
bind '/software/components/accounts' = component_accounts;

prefix '/software/components/accounts';
'groups/root' = dict('gid', 0);
'groups/operators' = dict('gid', 500);
'users/root' = dict('uid', 0, 'groups', list('root'), 'home', '/root');
'users/ada' = dict('uid', 1001, 'groups', list('operators'), 'home', '/home/ada');
'users/grace' = dict('uid', 1002, 'groups', list('operators'), 'home', '/home/grace');
