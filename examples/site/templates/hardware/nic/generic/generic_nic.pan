# A card of unknown make.
structure template hardware/nic/generic/generic_nic;

'media' = 'ethernet';
'speed' = 1000;
