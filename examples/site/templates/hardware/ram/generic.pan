# The size comes from the machine.
structure template hardware/ram/generic;

'size' = undef;
