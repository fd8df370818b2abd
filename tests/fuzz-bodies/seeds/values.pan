object template o;
'/long' = 0x1F + 017 * -3 % 4;
'/double' = 1.5e3 / 2;
'/text' = "a\n" + 'it''s' + <<EOT;
lines ${x}
EOT
'/flag' = !(true && false) || 1 < 2;
'/bits' = ~5 & 6 | 1 ^ 8;
'/list' = list(1, 'two', 3.0, list(), dict());
'/dict' = dict('a', 1, escape('b/c'), dict('d', null));
'/dict/{e f}/g' = undef;
final '/dict/a' ?= 2;
'/list/-1' = SELF;
'/text' = null;
