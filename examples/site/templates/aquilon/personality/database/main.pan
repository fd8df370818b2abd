# Database server of a building, which also exports the space that compute nodes share.
unique template personality/database/main;

'/system/function' = 'database';
'/system/filesystems/{/srv/pgsql}' = dict('disk', 'sdb', 'size', 800 * GB);
'/system/filesystems/{/srv/scratch}' = dict('disk', 'sdb', 'size', 900 * GB);

include 'components/database/config';
'/software/components/database/directory' = '/srv/pgsql/15';
'/software/components/database/clients' = SITE_NETWORKS;

include 'components/nfs/config';
'/software/components/nfs/exports/{/srv/scratch}' = dict('clients', SITE_NETWORKS);
