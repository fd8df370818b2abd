# /hardware: what the broker knows of the machine, with what the hardware templates add.
declaration template schema/hardware;

include 'pan/types';

type hardware_sysloc = {
    'continent' : string
    'country' : string
    'city' : string
    'campus' ? string
    'building' : string
    'bunker' ? string
    'room' ? string
};

type hardware_rack = {
    'name' : string
    'row' ? string
    'column' ? string
};

type hardware_cpu = {
    'vendor' : string
    'model' : string
    'cores' : long(1..)
    'speed' : long(1..)
};

type hardware_ram = {
    'size' : long(1..)
};

type hardware_disk = {
    'capacity' : long(1..)
    'interface' : choice('cciss', 'fibrechannel', 'flash', 'ide', 'nvme', 'sas', 'sata', 'scsi')
    'hot_plug' : boolean
    'boot' ? boolean
    'address' ? string
    'bus' ? string
    'wwn' ? string
    'disk_tech' ? string
    'usage' ? string
    'diskgroup_key' ? string
    'model_key' ? string
};

type hardware_nic = {
    'media' : string
    'speed' : long(10..)
    'driver' ? string
    'hwaddr' ? hwaddr
    'boot' ? boolean
    'bus' ? string
    'port_group' ? string
};

type hardware_cards = {
    'nic' : hardware_nic{1..}
};

type hardware_console = {
    'hwaddr' ? hwaddr
    'fqdn' ? fqdn
};

# A machine boots from one disk.
function valid_boot_disk = {
    boot = list();
    foreach (name; disk; ARGV[0]) {
        if (exists(disk['boot']) && disk['boot']) boot[length(boot)] = unescape(name);
    };
    if (length(boot) != 1) {
        error(format('one disk has to be the boot disk, found %d', length(boot)));
    };
    true;
};

# No two cards have one address.
function valid_cards = {
    seen = dict();
    foreach (name; card; ARGV[0]['nic']) {
        if (exists(card['hwaddr'])) {
            key = escape(card['hwaddr']);
            if (exists(seen[key])) {
                error(format('%s and %s have the same hardware address', seen[key], name));
            };
            seen[key] = name;
        };
    };
    true;
};

type hardware_machine = {
    'sysloc' : hardware_sysloc
    'rack' ? hardware_rack
    'location' : string
    'chassis' ? string
    'slot' ? long(0..)
    'serialnumber' ? string
    'nodename' : string
    'manufacturer' : string
    'product' : string
    'rack_units' ? long(1..)
    'ram' : hardware_ram[1..]
    'cpu' : hardware_cpu[1..]
    'harddisks' : hardware_disk{1..} with valid_boot_disk(SELF)
    'cards' : hardware_cards with valid_cards(SELF)
    'console' ? hardware_console{}
    'uri' ? string
    'uuid' ? string
};
