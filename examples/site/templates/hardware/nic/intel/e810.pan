structure template hardware/nic/intel/e810;

'media' = 'ethernet';
'speed' = 25000;
'driver' = 'ice';
