# The repositories of one release.
unique template os/almalinux/common/repositories;

'/software/repositories' = {
    foreach (position; name; list('BaseOS', 'AppStream', 'CRB')) {
        SELF[to_lowercase(name)] = dict(
            'url', format('%s/%s/%s/%s/os', OS_MIRROR, OS_RELEASE, name, OS_ARCHITECTURE),
            'enabled', name != 'CRB',
        );
    };
    SELF['site'] = dict('url', format('https://mirror.example.org/site/el9/%s', OS_ARCHITECTURE), 'priority', 10);
    SELF;
};
