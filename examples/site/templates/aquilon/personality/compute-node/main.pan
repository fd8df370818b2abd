# Runs batch jobs in the space that the building's database server exports.
unique template personality/compute-node/main;

'/system/function' = 'compute-node';
'/system/filesystems/{/tmp}' = dict('disk', 'sda', 'size', 200 * GB);

include 'components/batch/config';
include 'components/nfs/config';
'/software/components/nfs/mounts/{/scratch}' = dict('host', DATABASE_HOST, 'path', '/srv/scratch');
