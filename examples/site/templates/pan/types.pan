# Types of general use.
declaration template pan/types;

include 'pan/functions';

type ipv4 = string with is_ipv4(SELF);
type netmask = string with is_netmask(SELF);
type fqdn = string with match(SELF, '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$');
type hwaddr = string with match(SELF, '^[0-9a-f]{2}(:[0-9a-f]{2}){5}$');
type absolute_path = string with match(SELF, '^/([^/]+(/[^/]+)*)?$');
type port = long(1..65535);
type protocol = choice('tcp', 'udp');

type subnet = {
    'address' : ipv4
    'netmask' : netmask
} with in_subnet(SELF['address'], SELF['address'], SELF['netmask']);
