object template o;
variable LOADPATH = list('more');
include 'declarations';
include { if_exists('absent') };
include 'part';
'/other' = value('other:/x');
'/created' = create('piece', 'extra', list(1, 2));
'/file' = file_contents('data');
prefix '/p/q';
'a' = TEMPLATE;
'../b' = OBJECT;
#>>
declaration template declarations;
@documentation{ desc = a }
final variable Y = 1;
type t = string;
#>>
unique template part;
'/part' = { debug('here ' + to_string(Y)); traceback('there'); deprecated(0, 'old'); 1; };
#>>
structure template piece;
'name' = 'a';
'values' = { list(3) };
#>>
object template other;
'/x' = dict('a', value('/y'));
'/y' = 7;
#>> data
some text
