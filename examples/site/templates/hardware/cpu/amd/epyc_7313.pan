structure template hardware/cpu/amd/epyc_7313;

'vendor' = 'amd';
'model' = 'EPYC 7313';
'cores' = 16;
'speed' = 3 * GHz;
