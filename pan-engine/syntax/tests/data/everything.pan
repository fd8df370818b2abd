@doc{ desc = 'every construct of the language' }
object template site/everything;

# statements
variable LOADPATH = list('site', 'standard');
variable NAME ?= 'x' + "y\tz";
final variable LIMIT = 010 + 0x1F - 3 * -4 / 5 % 6;
include 'pan/types';
include { if (NAME == 'x') 'one' else undef };
;
prefix '/system';
'host/name' = 'a''b';
final 'host/id' ?= 1.5e3;
"/software/{esc/aped}/x" = null;
prefix '';

@{ a function }
function add = {
    if (ARGC != 2) error('two arguments: %d', ARGC);
    total = 0;
    foreach (k; v; ARGV) { total = total + v };
    for (i = 0; i < 10; i = i + 1) x[i]['k'] = i;
    while (first(x, k, v) && !is_null(v) || false) { delete(x[0]); break_out = true; };
    a = b = ({ 1; 2 });
    ~total & 1 | 2 ^ 3;
    return(if (a >= b) total else (undef))
};

type port = long(1..65535) with SELF != 7;
type range = string(..8)[2..]{3}*;
type color = choice('red', "green", <<END);
blue
END
type record = extensible {
    include port_fields
    'name' : string = 'none'
    'ports' ? port[1..] with length(SELF) > 0
    @{ nested }
    'inner' : { 'a' ? boolean }(1..3) = dict()
} (0..10);
bind '/system' = record{} with valid_system(SELF);
valid '/system/${NAME}' = { SELF['a'] == 1 };
'/text' = <<ONE + <<TWO;
first
ONE
second 'quotes" and \escapes
TWO
'/call' = f(, list(1, 2,), dict('a', undef),);
