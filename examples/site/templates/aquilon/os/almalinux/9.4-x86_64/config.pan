# AlmaLinux 9.4 for 64-bit PCs.
unique template os/almalinux/9.4-x86_64/config;

variable OS_RELEASE = '9.4';
variable OS_ARCHITECTURE = 'x86_64';
include 'os/almalinux/common/config';
