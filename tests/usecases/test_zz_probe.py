import time
from tests.builders import *
def test_x(agency):
    t=time.perf_counter()
    bring_to(agency, State.FOLLOW_UP)
    print(time.perf_counter()-t)
    print(set(agency.actions()))
