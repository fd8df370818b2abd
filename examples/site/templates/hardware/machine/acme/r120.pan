# One height unit, two processors, local disks.
structure template hardware/machine/acme/r120;

'manufacturer' = 'acme';
'product' = 'R120';
'rack_units' = 1;
