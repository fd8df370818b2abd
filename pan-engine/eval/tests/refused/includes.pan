template t;
include '/a';
include 'a//b';
include 5;
include { if (exists('x')) SELF['a'] else undef };
include { if (true) 'fine' else SELF };
include undef;
include { append('a'); null };
