unique template services/dns/config;

include 'components/named/config';

variable DNS_SERVERS ?= list('192.0.2.1', '192.0.2.2');
variable DNS_OPTIONS = {
    options = dict();
    foreach (index; server; DNS_SERVERS) {
        options[escape(server)] = dict(
            'order', index,
            'weight', if (index == 0) 10 else 1, # the first one
        );
    };
    if (exists(SITE_DNS_OPTIONS) && is_defined(SITE_DNS_OPTIONS)) {
        options = merge(options, SITE_DNS_OPTIONS);
    } else if (length(options) == 0) {
        error("no name servers\nset DNS_SERVERS");
    };
    options;
};

'/software/components/named/options' = DNS_OPTIONS;
'/software/components/named/active' ?= true;
"/software/components/dirperm/paths" = append(SELF, dict(
    'path', '/var/named',
    'owner', 'named:named',
    'perm', '0755',
    'type', 'd',
));
