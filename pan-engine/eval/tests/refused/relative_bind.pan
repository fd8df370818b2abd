object template t;
bind 'a/b' = long;
bind 'other:/a' = long;
prefix '/a';
valid 'b' = true;
