declaration template components/webserver/schema;

include 'schema/software';

type webserver_site = {
    'name' : fqdn
    'root' : absolute_path
};

# A server on another machine: it is a database server, it listens on that port, and it lets this host in. All three
# are read in the profile of that machine.
function valid_backend = {
    host = ARGV[0]['host'];
    if (!path_exists(host + ':/software/components/database')) {
        error(format('backend %s is not a database server', host));
    };
    database = value(host + ':/software/components/database');
    if (database['port'] != ARGV[0]['port']) {
        error(format('backend %s listens on port %d, not %d', host, database['port'], ARGV[0]['port']));
    };
    if (!in_subnets(value('/system/network/primary_ip'), database['clients'])) {
        error(format('backend %s does not accept clients with the address %s',
            host, value('/system/network/primary_ip')));
    };
    true;
};

type webserver_backend = {
    'host' : fqdn
    'port' : port
} with valid_backend(SELF);

# The files of a site are on a volume of their own.
function valid_sites = {
    foreach (key; site; ARGV[0]) {
        found = false;
        foreach (mount_point; volume; value('/system/filesystems')) {
            path = unescape(mount_point);
            if (path != '/' && index(path + '/', site['root'] + '/') == 0) found = true;
        };
        if (!found) error(format('site %s: %s is not on a volume of its own', key, site['root']));
    };
    true;
};

type component_webserver = {
    include component
    'port' : port
    'sites' : webserver_site{1..} with valid_sites(SELF)
    'backend' ? webserver_backend
};
