# A database server that uses a quarter of the memory. The personality says where its data are and who may connect.
unique template components/database/config;

include 'components/database/schema';
bind '/software/components/database' = component_database;

'/software/packages/{postgresql-server}' = dict('repository', 'appstream');
'/system/listeners/postgresql' = dict('port', 5432, 'sources', SITE_NETWORKS);

prefix '/software/components/database';
'dependencies' = list('packages');
'port' = 5432;
'memory' = {
    memory = 0;
    foreach (position; module; value('/hardware/ram')) {
        memory = memory + module['size'];
    };
    memory / 4;
};
