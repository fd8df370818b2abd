# One rule for each listener.
unique template components/firewall/config;

include 'components/firewall/schema';
bind '/software/components/firewall' = component_firewall;

prefix '/software/components/firewall';
'dependencies' = list('packages');
'policy' = 'drop';
'rules' = {
    rules = list();
    foreach (name; listener; value('/system/listeners')) {
        protocol = 'tcp';
        if (exists(listener['protocol'])) protocol = listener['protocol'];
        rules[length(rules)] = dict(
            'name', name,
            'protocol', protocol,
            'port', listener['port'],
            'sources', listener['sources'],
        );
    };
    rules;
};
