structure template hardware/cpu/intel/xeon_4314;

'vendor' = 'intel';
'model' = 'Xeon Silver 4314';
'cores' = 16;
'speed' = 2400 * MHz;
