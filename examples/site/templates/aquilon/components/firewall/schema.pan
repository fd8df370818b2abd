declaration template components/firewall/schema;

include 'schema/software';

type firewall_rule = {
    'name' : string
    'protocol' : protocol
    'port' : port
    'sources' : subnet[1..]
};

# Whatever listens can be reached, and nothing is open behind which nobody listens.
function valid_firewall = {
    listeners = value('/system/listeners');
    open = dict();
    foreach (position; rule; ARGV[0]['rules']) {
        if (!exists(listeners[rule['name']])) error(format('rule %s: nothing listens', rule['name']));
        if (listeners[rule['name']]['port'] != rule['port']) {
            error(format('rule %s opens port %d, the service listens on port %d',
                rule['name'], rule['port'], listeners[rule['name']]['port']));
        };
        key = escape(format('%s/%d', rule['protocol'], rule['port']));
        if (exists(open[key])) error(format('rules %s and %s open the same port', open[key], rule['name']));
        open[key] = rule['name'];
    };
    foreach (name; listener; listeners) {
        if (!exists(open[escape(format('%s/%d', listener['protocol'], listener['port']))])) {
            error(format('%s listens on port %d, which is closed', name, listener['port']));
        };
    };
    true;
};

type component_firewall = {
    include component
    'policy' : choice('drop', 'reject')
    'rules' : firewall_rule[1..]
} with valid_firewall(SELF);
