object template o;
variable NAME = 'o';
include 'common';
'/bomb' = { x = list('a'); for (i = 0; i < 9; i = i + 1) x = list(x, x); x; };
#>>
object template o2;
variable NAME = 'o2';
include 'common';
'/same' = value('o:/common');
#>>
unique template common;
'/common' = dict('list', list(1, 2, 3), 'name', NAME);
variable SHARED = { y = SELF; if (is_null(y)) 1 else 2; };
'/name' = NAME;
'/common/list' = { append(4); };
bind '/common' = { 'list' : long[] 'name' : string };
