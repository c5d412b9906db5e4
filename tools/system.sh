# What is missing on this machine, and how to get it. Read by the other scripts:
#     . tools/system.sh

# Has this machine the command $1?
has()
{
    command -v "$1" >/dev/null 2>&1
}

# Print the name of the package manager to use here, or nothing.
package_manager()
{
    if [ -n "${CONDA_PREFIX:-}" ] && has conda; then
        echo conda
        return
    fi
    for manager in apt-get dnf pacman brew conda; do
        if has $manager; then
            echo $manager
            return
        fi
    done
}

# Print the packages for $2 (make, c, fortran, python or its headers) in the words of $1.
packages()
{
    case $1-$2 in
    *-make) echo make ;;
    apt-get-c) echo gcc libc6-dev ;;
    apt-get-fortran) echo gfortran ;;
    apt-get-python) echo python3 python3-venv ;;
    apt-get-headers) echo libpython3-dev ;;
    dnf-c) echo gcc ;;
    dnf-fortran) echo gcc-gfortran ;;
    dnf-python) echo python3 ;;
    dnf-headers) echo libpython3-devel ;;
    pacman-c) echo gcc ;;
    pacman-fortran) echo gcc-fortran ;;
    pacman-python | pacman-headers) echo python ;;
    brew-c | brew-fortran) echo gcc ;;
    brew-python | brew-headers) echo python ;;
    conda-c) echo c-compiler ;;
    conda-fortran) echo fortran-compiler ;;
    conda-python | conda-headers) echo python ;;
    esac
}

# Print the command that installs $1 here, or nothing.
install_command()
{
    manager=$(package_manager)
    list=$(packages "$manager" "$1")
    sudo=
    [ "$(id -u)" -eq 0 ] || sudo="sudo "
    case $manager in
    apt-get) echo "${sudo}apt-get update && ${sudo}apt-get install -y $list" ;;
    dnf) echo "${sudo}dnf install -y $list" ;;
    pacman) echo "${sudo}pacman -S --noconfirm $list" ;;
    brew) echo "brew install $list" ;;
    conda) echo "conda install -y -c conda-forge $list" ;;
    esac
}

# Say in one line that $1 is missing, called $2, and what installs it.
say_missing()
{
    command=$(install_command "$1")
    if [ -n "$command" ]; then
        echo "Missing: $2. Type: $command" >&2
    else
        echo "Missing: $2. Install it with the package manager of this system." >&2
    fi
}

# Install $1, called $2: at once as root, after a yes at a terminal, otherwise say how and fail.
install()
{
    command=$(install_command "$1")
    if [ -z "$command" ] || { [ "$(id -u)" -ne 0 ] && ! { [ -t 0 ] && [ -t 2 ]; }; }; then
        say_missing "$1" "$2"
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        printf 'Missing: %s. Install it now with: %s ? [y/N] ' "$2" "$command" >&2
        read -r answer
        case $answer in
        y* | Y*) ;;
        *) return 1 ;;
        esac
    fi
    echo "installing $2: $command" >&2
    (export DEBIAN_FRONTEND=noninteractive && eval "$command") >&2
}
