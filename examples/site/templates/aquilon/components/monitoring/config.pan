# Checks for every listener; switched off until the host may be advertised.
unique template components/monitoring/config;

include 'components/monitoring/schema';
bind '/software/components/monitoring' = component_monitoring;

prefix '/software/components/monitoring';
'active' = value('/system/advertise_status');
'group' = format('%s-%s', value('/system/function'), value('/hardware/sysloc/building'));
'checks' = {
    foreach (name; listener; value('/system/listeners')) {
        SELF[name] = dict('port', listener['port']);
    };
    SELF;
};
