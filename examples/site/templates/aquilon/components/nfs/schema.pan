declaration template components/nfs/schema;

include 'schema/software';

type nfs_export = {
    'clients' : subnet[1..]
    'writable' : boolean = true
};

# What is exported is a volume of this host.
function valid_exports = {
    foreach (path; export; ARGV[0]) {
        if (!path_exists('/system/filesystems/' + path)) {
            error(format('%s is not a volume of this host', unescape(path)));
        };
    };
    true;
};

# What is mounted is exported, to this host, by the other machine.
function valid_mount = {
    host = ARGV[0]['host'];
    exported = host + ':/software/components/nfs/exports/' + escape(ARGV[0]['path']);
    if (!path_exists(exported)) error(format('%s does not export %s', host, ARGV[0]['path']));
    if (!in_subnets(value('/system/network/primary_ip'), value(exported + '/clients'))) {
        error(format('%s does not export %s to this host', host, ARGV[0]['path']));
    };
    true;
};

type nfs_mount = {
    'host' : fqdn
    'path' : absolute_path
} with valid_mount(SELF);

type component_nfs = {
    include component
    'exports' ? nfs_export{} with valid_exports(SELF)
    'mounts' ? nfs_mount{}
};
