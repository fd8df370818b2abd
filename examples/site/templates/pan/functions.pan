# Functions of general use.
declaration template pan/functions;

# True for four decimal numbers below 256.
function is_ipv4 = {
    if (!match(ARGV[0], '^\d{1,3}(\.\d{1,3}){3}$')) return(false);
    foreach (position; part; split('\.', ARGV[0])) {
        if (to_long(replace('^0+(\d)', '$1', part)) > 255) return(false);
    };
    true;
};

# True for an address whose bits are ones first and zeros after.
function is_netmask = {
    if (!is_ipv4(ARGV[0])) return(false);
    mask = ip4_to_long(ARGV[0]);
    hosts = 4294967295 - mask[0];
    (hosts & (hosts + 1)) == 0;
};

# in_subnet(IP, ADDRESS, NETMASK): true if IP lies in the subnet of ADDRESS.
function in_subnet = {
    ip = ip4_to_long(ARGV[0]);
    address = ip4_to_long(ARGV[1]);
    mask = ip4_to_long(ARGV[2]);
    (ip[0] & mask[0]) == (address[0] & mask[0]);
};

# in_subnets(IP, SUBNETS): true if IP lies in one of a list of subnets.
function in_subnets = {
    found = false;
    foreach (position; network; ARGV[1]) {
        if (in_subnet(ARGV[0], network['address'], network['netmask'])) found = true;
    };
    found;
};
