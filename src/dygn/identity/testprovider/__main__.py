from dygn.identity.testprovider.server import main

main()
