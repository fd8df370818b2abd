declaration template components/packages/schema;

include 'schema/software';

type component_packages = {
    include component
    'remove_unknown' : boolean
};
