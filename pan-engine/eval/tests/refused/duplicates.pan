template t;
type a = long;
function a = 1;
type a = string;
function a = 2;
