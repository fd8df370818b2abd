# What follows from everything else: it has to be computed last.
unique template archetype/final;

include 'components/firewall/config';
include 'components/monitoring/config';

# Volumes for the system itself, on the disk that the machine boots from.
variable BOOT_DISK = {
    boot = undef;
    foreach (name; disk; value('/hardware/harddisks')) {
        if (exists(disk['boot']) && disk['boot']) boot = unescape(name);
    };
    if (!is_defined(boot)) error('the machine has no boot disk');
    boot;
};
'/system/filesystems/{/}' = dict('disk', BOOT_DISK, 'size', 40 * GB);
'/system/filesystems/{/var}' = dict('disk', BOOT_DISK, 'size', 20 * GB);
'/system/filesystems/{swap}' = {
    memory = 0;
    foreach (position; module; value('/hardware/ram')) {
        memory = memory + module['size'];
    };
    dict('disk', BOOT_DISK, 'size', min(memory, 16 * GB), 'type', 'swap');
};
