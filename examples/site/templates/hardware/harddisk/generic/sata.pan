# Capacity and interface come from the machine.
structure template hardware/harddisk/generic/sata;

'hot_plug' = false;
