# One slot for each core, with the memory divided between them.
unique template components/batch/config;

include 'components/batch/schema';
bind '/software/components/batch' = component_batch;

'/software/packages/{batch-node}' = dict('repository', 'site');
'/system/listeners/batch' = dict('port', 6818, 'sources', SITE_NETWORKS);

variable BATCH_SLOTS = {
    cores = 0;
    foreach (position; cpu; value('/hardware/cpu')) {
        cores = cores + cpu['cores'];
    };
    cores;
};

prefix '/software/components/batch';
'dependencies' = list('packages', 'nfs');
'slots' = BATCH_SLOTS;
'memory_per_slot' = {
    memory = 0;
    foreach (position; module; value('/hardware/ram')) {
        memory = memory + module['size'];
    };
    memory / BATCH_SLOTS;
};
