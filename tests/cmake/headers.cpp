// The target that owns the precompiled headers needs something to compile.
int main() {}
