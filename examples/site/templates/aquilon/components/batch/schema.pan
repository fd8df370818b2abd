declaration template components/batch/schema;

include 'schema/software';

# A node offers no more slots than it has cores, and no more memory than it has.
function valid_slots = {
    cores = 0;
    foreach (position; cpu; value('/hardware/cpu')) {
        cores = cores + cpu['cores'];
    };
    memory = 0;
    foreach (position; module; value('/hardware/ram')) {
        memory = memory + module['size'];
    };
    if (ARGV[0]['slots'] > cores) error(format('%d slots on %d cores', ARGV[0]['slots'], cores));
    if (ARGV[0]['slots'] * ARGV[0]['memory_per_slot'] > memory) {
        error(format('%d slots of %d MB need more than the %d MB of the machine',
            ARGV[0]['slots'], ARGV[0]['memory_per_slot'], memory));
    };
    true;
};

type component_batch = {
    include component
    'slots' : long(1..)
    'memory_per_slot' : long(256..)
} with valid_slots(SELF);
