@name{ key = 'value }
template t;
