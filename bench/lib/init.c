// The first process of the bare guest: says that it runs, and stays.
#include <unistd.h>

int main(void)
{
    static const char line[] = "first process\n";
    if (write(1, line, sizeof line - 1) < 0)
    {
        return 1;
    }

    for (;;)
    {
        pause();
    }
}
