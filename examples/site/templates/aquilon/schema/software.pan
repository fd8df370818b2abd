# /software: repositories, packages and the configuration of components. Each component binds its own type.
declaration template schema/software;

include 'pan/types';

type software_repository = {
    'url' : string with match(SELF, '^https?://')
    'enabled' : boolean = true
    'priority' : long(1..99) = 50
};

type software_package = {
    'repository' : string
    'version' ? string
};

# Packages come from repositories that the operating system has and uses.
function valid_packages = {
    software = ARGV[0];
    foreach (name; package; software['packages']) {
        if (!exists(software['repositories'][package['repository']])) {
            error(format('package %s: there is no repository %s', unescape(name), package['repository']));
        };
        if (!software['repositories'][package['repository']]['enabled']) {
            error(format('package %s: repository %s is disabled', unescape(name), package['repository']));
        };
    };
    true;
};

type component = extensible {
    'active' : boolean = true
    'dependencies' ? string[]
};

# Components wait for others of the same host.
function valid_dependencies = {
    foreach (name; entry; ARGV[0]) {
        if (exists(entry['dependencies'])) {
            foreach (position; other; entry['dependencies']) {
                if (!exists(ARGV[0][other])) error(format('%s depends on %s, which is not there', name, other));
            };
        };
    };
    true;
};

type software_tree = {
    'repositories' : software_repository{1..}
    'packages' : software_package{}
    'components' : component{} with valid_dependencies(SELF)
} with valid_packages(SELF);
