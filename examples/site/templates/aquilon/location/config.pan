# What depends on the place of the machine.
unique template location/config;

# The hub's full name is part of the names of the city templates, which are generated; they set TIMEZONE.
variable SITE_HUB = 'emea';
include { 'site/' + SITE_HUB + '/' + value('/hardware/sysloc/city') + '/config' };
'/system/timezone' = TIMEZONE;

# All networks of the site.
variable SITE_NETWORKS = list(
    dict('address', '10.1.0.0', 'netmask', '255.255.255.0'),
    dict('address', '10.2.0.0', 'netmask', '255.255.255.0'),
);

include { 'location/building/' + value('/hardware/sysloc/building') };
