# Network file systems. The personality adds exports or mounts.
unique template components/nfs/config;

include 'components/nfs/schema';
bind '/software/components/nfs' = component_nfs;

'/software/packages/{nfs-utils}' = dict('repository', 'baseos');

prefix '/software/components/nfs';
'dependencies' = list('packages');
