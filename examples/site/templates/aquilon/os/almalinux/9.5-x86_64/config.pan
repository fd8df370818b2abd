# AlmaLinux 9.5 for 64-bit PCs.
unique template os/almalinux/9.5-x86_64/config;

variable OS_RELEASE = '9.5';
variable OS_ARCHITECTURE = 'x86_64';
include 'os/almalinux/common/config';
