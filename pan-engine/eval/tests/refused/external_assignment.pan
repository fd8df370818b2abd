object template t;
'other:/a' = 1;
