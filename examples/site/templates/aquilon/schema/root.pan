# The whole profile. Nothing outside of this may be in it.
declaration template schema/root;

include 'schema/hardware';
include 'schema/system';
include 'schema/software';

type metadata_branch = {
    'name' : string
    'type' : choice('domain', 'sandbox')
    'author' ? string
};

type metadata_template = {
    'branch' : metadata_branch
};

type profile_metadata = {
    'template' : metadata_template
    'features' ? string[]
};

type profile = {
    'metadata' : profile_metadata
    'hardware' : hardware_machine
    'system' : system_host
    'software' : software_tree
};

bind '/' = profile;
