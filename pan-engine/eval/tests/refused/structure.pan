structure template t;
'a' = 1;
'/b' = 1;
include 'c';
variable X = 1;
final variable Y = 1;
type x = long;
function f = 1;
bind '/a' = long;
