declaration template components/accounts/schema;

include 'schema/software';

type accounts_group = {
    'gid' : long(0..65535)
};

type accounts_user = {
    'uid' : long(0..65535)
    'groups' : string[1..]
    'home' : absolute_path
    'shell' : absolute_path = '/bin/bash'
};

# Groups exist, numbers are used once, and the people whom the personality gives root access have an account.
function valid_accounts = {
    accounts = ARGV[0];
    owner = dict();
    foreach (name; user; accounts['users']) {
        foreach (position; group; user['groups']) {
            if (!exists(accounts['groups'][group])) {
                error(format('user %s: there is no group %s', name, group));
            };
        };
        key = escape(to_string(user['uid']));
        if (exists(owner[key])) {
            error(format('users %s and %s have the same number %d', owner[key], name, user['uid']));
        };
        owner[key] = name;
    };
    if (path_exists('/system/root_users')) {
        foreach (position; name; value('/system/root_users')) {
            if (!exists(accounts['users'][name])) error(format('root user %s has no account', name));
        };
    };
    true;
};

type component_accounts = {
    include component
    'groups' : accounts_group{1..}
    'users' : accounts_user{1..}
} with valid_accounts(SELF);
