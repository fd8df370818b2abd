# /system: what the host is for, and how it is set up.
declaration template schema/system;

include 'pan/types';
include 'schema/network';

type system_archetype = {
    'os' : string
    'model' : string
    'os_lifecycle' : choice('evaluation', 'pre_prod', 'early_prod', 'production', 'pre_decommission',
                            'inactive', 'withdrawn', 'decommissioned')
};

type system_personality = {
    'name' : string
    'stage' ? choice('current', 'next', 'previous')
    'owner_eon_id' : long(0..)
    'host_environment' ? choice('dev', 'qa', 'uat', 'infra', 'prod')
};

# A volume on one of the machine's disks, mounted at the place it is named after.
type system_filesystem = {
    'disk' : string
    'size' : long(1..)
    'type' : choice('xfs', 'ext4', 'swap') = 'xfs'
    'options' : string[] = list('defaults')
};

# A port that something on this host listens on.
type system_listener = {
    'port' : port
    'protocol' : protocol = 'tcp'
    'sources' : subnet[]
};

# The volumes of a disk fit on it. The disks are another branch of the profile.
function valid_filesystems = {
    disks = value('/hardware/harddisks');
    used = dict();
    foreach (mount_point; volume; ARGV[0]) {
        key = escape(volume['disk']);
        if (!exists(disks[key])) {
            error(format('%s: the machine has no disk %s', unescape(mount_point), volume['disk']));
        };
        if (!exists(used[key])) used[key] = 0;
        used[key] = used[key] + volume['size'];
        if (used[key] > disks[key]['capacity']) {
            error(format('the volumes on %s need %d MB, the disk has %d MB',
                volume['disk'], used[key], disks[key]['capacity']));
        };
    };
    true;
};

type system_host = {
    'archetype' : system_archetype
    'personality' : system_personality
    'network' : system_network
    'build' : choice('blind', 'build', 'install', 'ready', 'almostready', 'rebuild', 'reinstall', 'failed',
                     'decommissioned')
    'advertise_status' : boolean
    'eon_id_maps' ? long[]{}
    'owner_eon_id' : long(0..)
    'root_users' ? string[1..]
    'root_netgroups' ? string[1..]
    'function' : string
    'timezone' : string
    'filesystems' : system_filesystem{1..} with valid_filesystems(SELF)
    'listeners' : system_listener{}
};
