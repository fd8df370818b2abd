# /system/network: addresses as the broker assigned them.
declaration template schema/network;

include 'pan/types';

type network_alias = {
    'ip' : ipv4
    'netmask' : netmask
    'broadcast' : ipv4
    'fqdn' ? fqdn
};

type network_route = {
    'address' : ipv4
    'netmask' : netmask
    'gateway' : ipv4
};

# An interface that is brought up needs an address, and its gateway has to be a neighbour.
function valid_interface = {
    interface = ARGV[0];
    if (interface['bootproto'] == 'static') {
        foreach (position; field; list('ip', 'netmask', 'broadcast')) {
            if (!exists(interface[field])) error(format('a static interface needs %s', field));
        };
        if (exists(interface['gateway']) &&
            !in_subnet(interface['gateway'], interface['ip'], interface['netmask'])) {
            error(format('gateway %s is not in the subnet of %s/%s',
                interface['gateway'], interface['ip'], interface['netmask']));
        };
    };
    if (exists(interface['vlan']) && interface['vlan'] && !exists(interface['physdev'])) {
        error('a tagged interface needs the interface below it');
    };
    true;
};

type network_interface = {
    'bootproto' : choice('static', 'none')
    'ip' ? ipv4
    'netmask' ? netmask
    'broadcast' ? ipv4
    'gateway' ? ipv4
    'network_type' ? string
    'network_environment' ? string
    'fqdn' ? fqdn
    'master' ? string
    'bridge' ? string
    'vlan' ? boolean
    'physdev' ? string
    'aliases' ? network_alias{}
    'route' ? network_route[]
} with valid_interface(SELF);

# The primary address is that of an interface, the default gateway can be reached, and interfaces that are part of
# another one name one that exists.
function valid_network = {
    network = ARGV[0];
    primary = false;
    reachable = !exists(network['default_gateway']);
    foreach (name; interface; network['interfaces']) {
        foreach (position; field; list('master', 'bridge', 'physdev')) {
            if (exists(interface[field]) && !exists(network['interfaces'][interface[field]])) {
                error(format('%s: the interface %s does not exist', name, interface[field]));
            };
        };
        if (exists(interface['ip'])) {
            if (interface['ip'] == network['primary_ip']) primary = true;
            if (!reachable && in_subnet(network['default_gateway'], interface['ip'], interface['netmask'])) {
                reachable = true;
            };
        };
    };
    if (!primary) error(format('no interface has the primary address %s', network['primary_ip']));
    if (!reachable) error(format('no interface reaches the default gateway %s', network['default_gateway']));
    true;
};

type system_network = {
    'interfaces' : network_interface{1..}
    'primary_ip' : ipv4
    'default_gateway' ? ipv4
    'routers' ? ipv4[1..]{}
    'resolvers' : ipv4[1..]
} with valid_network(SELF);
