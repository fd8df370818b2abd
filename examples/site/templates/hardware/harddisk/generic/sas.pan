# Capacity and interface come from the machine.
structure template hardware/harddisk/generic/sas;

'hot_plug' = true;
