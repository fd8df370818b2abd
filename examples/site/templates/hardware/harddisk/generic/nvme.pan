# Capacity and interface come from the machine.
structure template hardware/harddisk/generic/nvme;

'hot_plug' = true;
