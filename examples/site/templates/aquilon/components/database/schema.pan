declaration template components/database/schema;

include 'schema/software';

type component_database = {
    include component
    'port' : port
    'directory' : absolute_path
    'memory' : long(128..)
    'clients' : subnet[1..]
} with {
    if (SELF['port'] != value('/system/listeners/postgresql/port')) error('the listener has another port');
    true;
};
