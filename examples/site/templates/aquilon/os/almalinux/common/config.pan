# What the releases of AlmaLinux have in common.
unique template os/almalinux/common/config;

variable OS_MIRROR = 'https://mirror.example.org/almalinux';
include 'os/almalinux/common/repositories';

'/software/packages/{kernel}' = dict('repository', 'baseos');
'/software/packages/{openssh-server}' = dict('repository', 'baseos');
'/software/packages/{chrony}' = dict('repository', 'baseos');
'/software/packages/{nftables}' = dict('repository', 'baseos');
