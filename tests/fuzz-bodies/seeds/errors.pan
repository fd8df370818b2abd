object template o;
'/a' = error('no');
'/b' = list(1)[5];
'/c' = X;
'/d' = 1 / 0;
'/e' = 'a' + 1;
bind '/f' = long;
'/f' = 'text';
valid '/f' = error('invalid');
