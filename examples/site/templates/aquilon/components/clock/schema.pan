declaration template components/clock/schema;

include 'schema/software';

type component_clock = {
    include component
    'servers' : fqdn[2..]
    'timezone' : string
};
