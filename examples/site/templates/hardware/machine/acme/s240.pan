# Two height units with many disks.
structure template hardware/machine/acme/s240;

'manufacturer' = 'acme';
'product' = 'S240';
'rack_units' = 2;
