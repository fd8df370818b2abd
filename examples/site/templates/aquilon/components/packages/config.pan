# Installs what /software/packages lists.
unique template components/packages/config;

include 'components/packages/schema';
bind '/software/components/packages' = component_packages;

prefix '/software/components/packages';
'remove_unknown' = false;
