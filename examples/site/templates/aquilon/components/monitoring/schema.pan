declaration template components/monitoring/schema;

include 'schema/software';

type monitoring_check = {
    'port' : port
    'interval' : long(10..3600) = 60
};

type component_monitoring = {
    include component
    'group' : string
    'checks' : monitoring_check{}
};
